import Spelling

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Turns the values of one row into a subscriber, and remembers what rows repeat.
struct SubscriberDraft {
    /// Why a row is of no use.
    struct Fault: Error {
        let reason: String
    }

    private let tree: ComponentTree
    private var componentLists: [[String]: Set<String>?] = [:]
    private var timeZones: [String: Bool] = [:]

    private var address: MailAddress?
    private var name = ""
    private var components: [String] = []
    private var lowestSeverity = Severity.low
    private var language = ""
    private var timeZone = ""
    private var unsubscribeURL = ""
    private var variables: [Subscriber.Variable] = []
    /// What is wrong without making the row useless.
    private(set) var remarks: [String] = []

    init(tree: ComponentTree) { self.tree = tree }

    /// Forgets the row before.
    mutating func begin() {
        address = nil
        name = ""
        components.removeAll(keepingCapacity: true)
        lowestSeverity = .low
        language = ""
        timeZone = ""
        unsubscribeURL = ""
        variables.removeAll(keepingCapacity: true)
        remarks.removeAll()
    }

    /// Takes the bytes of the address.
    mutating func setAddress(_ bytes: UnsafeBufferPointer<UInt8>) throws(Fault) {
        do {
            address = try MailAddress(bytes: trimmed(bytes))
        } catch {
            throw Fault(reason: error.rawValue)
        }
    }

    /// Takes a value of any column but the address.
    mutating func set(_ column: SubscriberColumn, to bytes: UnsafeBufferPointer<UInt8>) throws(Fault) {
        let bytes = trimmed(bytes)
        if bytes.isEmpty {
            if case .variable(let name) = column { variables.append(.init(name: name, value: "")) }
            return
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Fault(reason: "a value is not UTF-8")
        }
        try set(column, to: text)
    }

    /// Takes a value of any column.
    mutating func set(_ column: SubscriberColumn, to text: String) throws(Fault) {
        guard !text.hasControl else { throw Fault(reason: "a value has a control character") }
        switch column {
        case .address:
            do { address = try MailAddress(text) } catch { throw Fault(reason: error.rawValue) }
        case .name: name = text
        case .components:
            components = text.split { $0 == ";" || $0 == "|" || $0 == "," }.map { $0.trimmingSpaces }
                .filter { !$0.isEmpty }
        case .lowestSeverity: lowestSeverity = try severity(text)
        case .language:
            if isLanguageTag(text) { language = text } else { remarks.append("'\(text)' is no language tag") }
        case .timeZone:
            if isTimeZone(text) { timeZone = text } else { remarks.append("'\(text)' is no known time zone") }
        case .unsubscribeURL:
            guard MailLink.isSafe(text) else {
                throw Fault(reason: "the unsubscribe link is not a https:, http: or mailto: address")
            }
            unsubscribeURL = text
        case .variable(let name): variables.append(.init(name: name, value: text))
        }
    }

    /// Takes components that come as a list.
    mutating func setComponents(_ list: [String]) throws(Fault) {
        guard !list.contains(where: \.hasControl) else { throw Fault(reason: "a value has a control character") }
        components = list
    }

    /// The subscriber that the values make.
    mutating func finish() throws(Fault) -> Subscriber {
        guard let address else { throw Fault(reason: MailAddress.Fault.empty.rawValue) }
        return Subscriber(
            address: address,
            name: name,
            preference: SubscriberPreference(components: try leaves(), lowestSeverity: lowestSeverity),
            language: language,
            timeZone: timeZone,
            unsubscribeURL: unsubscribeURL,
            variables: variables
        )
    }

    private mutating func leaves() throws(Fault) -> Set<String>? {
        guard !components.isEmpty else { return nil }
        if let known = componentLists[components] { return known }
        do {
            let leaves = Set(try tree.leaves(named: components))
            if componentLists.count < 10_000 { componentLists[components] = leaves }
            return leaves
        } catch {
            throw Fault(reason: error.message)
        }
    }

    private func severity(_ text: String) throws(Fault) -> Severity {
        if let severity = Severity(rawValue: text.lowercased()) { return severity }
        let known = Severity.allCases.map(\.rawValue).joined(separator: ", ")
        throw Fault(reason: "unknown severity '\(text)', known are \(known)")
    }

    private mutating func isTimeZone(_ text: String) -> Bool {
        if let known = timeZones[text] { return known }
        let isName =
            text.utf8.count <= 64 && !text.hasPrefix("/") && !text.utf8.contains(UInt8(ascii: "."))
            && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        // A machine without the database can judge no name.
        let known =
            isName && (access("/usr/share/zoneinfo/" + text, R_OK) == 0 || access("/usr/share/zoneinfo", X_OK) != 0)
        if timeZones.count < 10_000 { timeZones[text] = known }
        return known
    }

    private func isLanguageTag(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, (2...8).contains(first.utf8.count), first.utf8.allSatisfy(isLetter) else {
            return false
        }
        return parts.dropFirst().allSatisfy { part in
            (1...8).contains(part.utf8.count) && part.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) }
        }
    }

    private func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

    private func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
        var bytes = bytes[...]
        while let last = bytes.last, last == 0x20 { bytes.removeLast() }
        while let first = bytes.first, first == 0x20 { bytes.removeFirst() }
        return UnsafeBufferPointer(rebasing: bytes)
    }
}

extension String {
    /// Whether it has a C0 or C1 control character or a line or paragraph separator.
    var hasControl: Bool {
        var text = self
        let (hasControl, isASCII) = text.withUTF8 { bytes in
            (bytes.contains { $0 < 0x20 || $0 == 0x7F }, bytes.allSatisfy { $0 < 0x80 })
        }
        if hasControl || isASCII { return hasControl }
        return unicodeScalars.contains { (0x80...0x9F).contains($0.value) || $0 == "\u{2028}" || $0 == "\u{2029}" }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        var text = self
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
