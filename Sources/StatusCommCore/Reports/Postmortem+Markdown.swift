import JSON5

extension Postmortem {
    /// Reads a postmortem in Markdown with the same headings.
    ///
    /// `# Title`, then `- Customer title: TITLE`, `- Started: TIME`, `- Ended: TIME`, `- Services: A, B`; sections `## Summary`, `## Timeline`,
    /// `## What happened`, `## Impact`, `## Resolution` and `## Action items`, and `## Customer summary` and so on for
    /// customers' words. A timeline entry reads `- TIME [impact_started] own words | customers' words`, an action item
    /// `- [prevention, customer] own words | customers' words`.
    ///
    /// - Throws: `InvalidConfiguration` with every mistake.
    package init(markdown bytes: [UInt8], path: String, times: TimeInput) throws(InvalidConfiguration) {
        self.init()
        var mistakes: [ConfigurationMistake] = []
        var section = ""
        for (index, line) in String(decoding: bytes, as: UTF8.self).split(
            separator: "\n",
            omittingEmptySubsequences: false
        ).enumerated() {
            let text = line.last == "\r" ? line.dropLast() : line
            let place = SourceLocation(path: path, line: index + 1, column: 1, sourceLine: String(text))
            if text.hasPrefix("# ") {
                title.own = String(text.dropFirst(2))
            } else if text.hasPrefix("## ") {
                section = text.dropFirst(3).lowercased()
                guard !Self.sections.contains(section) else { continue }
                mistakes.append(
                    ConfigurationMistake(
                        "unknown section \(quoted(section))",
                        hint: "known are: \(Self.sections.joined(separator: ", "))",
                        at: place
                    )
                )
            } else if let problem = take(text, section, times) {
                mistakes.append(ConfigurationMistake(problem, hint: nil, at: place))
            }
        }
        for part in [\Postmortem.summary, \.whatHappened, \.resolution] {
            self[keyPath: part].own = MessageWriter.tidied(self[keyPath: part].own)
            self[keyPath: part].customer = self[keyPath: part].customer.map(MessageWriter.tidied)
        }
        guard mistakes.isEmpty else { throw InvalidConfiguration(mistakes: mistakes) }
    }

    private static let sections = [
        "summary", "customer summary", "timeline", "what happened", "customer what happened", "impact", "resolution",
        "customer resolution", "action items",
    ]

    /// Takes a line; answers what is wrong with it.
    private mutating func take(_ line: Substring, _ section: String, _ times: TimeInput) -> String? {
        switch section {
        case "summary": summary.own += line + "\n"
        case "customer summary": summary.customer = (summary.customer ?? "") + line + "\n"
        case "what happened": whatHappened.own += line + "\n"
        case "customer what happened": whatHappened.customer = (whatHappened.customer ?? "") + line + "\n"
        case "resolution": resolution.own += line + "\n"
        case "customer resolution": resolution.customer = (resolution.customer ?? "") + line + "\n"
        case "timeline", "action items":
            // A line that is passed over would be lost without anybody knowing.
            guard line.hasPrefix("- ") else {
                return line.allSatisfy(\.isWhitespace) ? nil : "a line of no entry; each entry is one line"
            }
            return takeItem(line.dropFirst(2), isTimeline: section == "timeline", times)
        case "", "impact":
            guard line.hasPrefix("- "), let colon = line.firstIndex(of: ":") else {
                return section.isEmpty || line.allSatisfy(\.isWhitespace)
                    ? nil : "the impact is told in lines such as '- Customers: 1240'"
            }
            let name = line[..<colon].dropFirst(2).lowercased()
            let value = String(line[line.index(after: colon)...].drop { $0 == " " })
            return takeFact(name, value, times)
        default: break
        }
        return nil
    }

    private mutating func takeFact(_ name: String, _ value: String, _ times: TimeInput) -> String? {
        do throws(InvalidTime) {
            switch name {
            case "customer title": title.customer = value
            case "started": startedAt = try times.instant(value)
            case "ended": endedAt = try times.instant(value)
            case "services": services = value.split(separator: ",").map { String($0.drop { $0 == " " }) }
            case "customers", "customers affected": customerCount = value
            case "error rate", "requests that failed": errorRate = value
            default: return "unknown fact \(quoted(name))"
            }
        } catch {
            return error.message
        }
        return nil
    }

    private mutating func takeItem(_ line: Substring, isTimeline: Bool, _ times: TimeInput) -> String? {
        guard let open = line.firstIndex(of: "["), let close = line[open...].firstIndex(of: "]") else {
            return isTimeline
                ? "a timeline entry reads '- TIME [type] words'" : "an action item reads '- [type] words'"
        }
        let tags = line[line.index(after: open)..<close].split(separator: ",").map { $0.filter { $0 != " " } }
        let words = line[line.index(after: close)...].split(separator: "|", maxSplits: 1).map { part in
            String(part).trimmed
        }
        let wording = Wording(own: words.first ?? "", customer: words.count > 1 ? words[1] : nil)
        guard isTimeline else {
            let isVisible = tags.contains("customer")
            actionItems.append(ActionItem(wording: wording, type: tags.first ?? "", isCustomerVisible: isVisible))
            return nil
        }
        guard let type = tags.first.flatMap(TimelineNoteType.init(rawValue:)) else {
            return "unknown type \(quoted(tags.first ?? "")) of a timeline entry"
        }
        do throws(InvalidTime) {
            timeline.append(Entry(at: try times.instant(String(line[..<open]).trimmed), type: type, wording: wording))
            return nil
        } catch {
            return error.message
        }
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
