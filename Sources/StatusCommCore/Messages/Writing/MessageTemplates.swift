package import Mustache
import Spelling

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// All templates: the shipped ones, and those of the user's folder in their place.
///
/// A file `initial.mustache` replaces the shipped text, `initial.de.mustache` is used for recipients who read German.
/// Any other `*.mustache` is a partial for `{{> name}}`.
package struct MessageTemplates: Sendable {
    private struct Key: Hashable {
        var name: MessageTemplateName
        var language: String?
    }

    private let templates: [Key: MessageTemplate]
    package let partials: Partials

    /// The shipped templates alone.
    ///
    /// - Throws: what is wrong with one; a test keeps them free of faults.
    package static func builtIn() throws(InvalidTemplates) -> MessageTemplates {
        try MessageTemplates(files: [:], folder: "")
    }

    /// Reads a folder; nil means none.
    ///
    /// - Throws: `InvalidTemplates` with the faults of all files, or when the folder cannot be read.
    package init(folder: String?) throws(InvalidTemplates) {
        guard let folder else {
            try self.init(files: [:], folder: "")
            return
        }
        var files: [String: [UInt8]] = [:]
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw InvalidTemplates(problem: "cannot read the templates in '\(folder)'")
        }
        for name in names where name.hasSuffix(Self.suffix) {
            guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
                throw InvalidTemplates(problem: "cannot read the template '\(folder)/\(name)'")
            }
            files[name] = Array(data)
        }
        try self.init(files: files, folder: folder)
    }

    /// Takes the contents of a folder by file name.
    ///
    /// - Throws: `InvalidTemplates` with the faults of all files.
    package init(files: [String: [UInt8]], folder: String) throws(InvalidTemplates) {
        var faults: [TemplateDiagnostic] = []
        var sources: [String: String] = [:]
        var templates: [Key: MessageTemplate] = [:]
        for name in MessageTemplateName.allCases {
            Self.read(name, name.defaultSource, "built-in/\(name.rawValue)\(Self.suffix)", &faults) {
                templates[Key(name: name)] = $0
            }
        }
        for (file, source) in files.sorted(by: { $0.key < $1.key }) where file.hasSuffix(Self.suffix) {
            let stem = String(file.dropLast(Self.suffix.count))
            let parts = stem.split(separator: ".", maxSplits: 1).map(String.init)
            guard let first = parts.first, let name = MessageTemplateName(rawValue: first) else {
                sources[stem] = String(decoding: source, as: UTF8.self)
                continue
            }
            let language = parts.count > 1 ? parts[1].lowercased() : nil
            Self.read(name, source, "\(folder)/\(file)", &faults) {
                templates[Key(name: name, language: language)] = $0
            }
        }
        partials = Partials(parsing: sources, path: { "\(folder)/\($0)\(Self.suffix)" })
        self.templates = templates
        for stem in sources.keys.sorted() {
            do throws(TemplateError) { _ = try partials.template(stem) } catch { faults += error.diagnostics }
        }
        guard faults.isEmpty else { throw InvalidTemplates(diagnostics: faults) }
    }

    /// The template for a language: that of the very tag, of its main language, or the one for everybody.
    package func template(_ name: MessageTemplateName, language: String? = nil) -> MessageTemplate? {
        let tag = language?.lowercased() ?? ""
        let main = tag.split(separator: "-").first.map(String.init)
        return templates[Key(name: name, language: tag)] ?? templates[Key(name: name, language: main)]
            ?? templates[Key(name: name)]
    }

    /// Languages for which a text has a template of its own, sorted.
    package func languages(of name: MessageTemplateName) -> [String] {
        templates.keys.filter { $0.name == name }.compactMap(\.language).sorted()
    }

    /// Every template with its language, the shipped ones that are in use among them.
    package var all: [(name: MessageTemplateName, language: String?, template: MessageTemplate)] {
        MessageTemplateName.allCases.flatMap { name in
            ([nil] + languages(of: name).map(Optional.some)).compactMap { language in
                templates[Key(name: name, language: language)].map { (name, language, $0) }
            }
        }
    }

    private static let suffix = ".mustache"

    private static func read(
        _ name: MessageTemplateName,
        _ source: [UInt8],
        _ path: String,
        _ faults: inout [TemplateDiagnostic],
        _ take: (MessageTemplate) -> Void
    ) {
        do throws(TemplateError) {
            take(try MessageTemplate(name, source: source, path: path))
        } catch {
            faults += error.diagnostics
        }
    }
}
