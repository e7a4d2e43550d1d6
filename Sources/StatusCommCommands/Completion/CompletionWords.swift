package import CommandTable

/// A word that a shell may offer, and what it stands for.
package struct CompletionWord: Hashable, Sendable {
    package var word: String
    package var meaning: String?

    /// Offers a word.
    package init(_ word: String, _ meaning: String? = nil) {
        self.word = word
        self.meaning = meaning
    }
}

/// Where the words that only the program knows come from.
package enum CompletionWords {
    /// Gives the words of a set from local data; empty on any error.
    package typealias Provider = @Sendable (CommandContext) async -> [CompletionWord]

    /// One line a set.
    package static var providers: [DynamicCompletion: Provider] {
        [:]
    }
}
