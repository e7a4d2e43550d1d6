/// Bounds that keep any template and any data from using memory or time without end.
///
/// Reaching one is an error that names the limit and the place, never a trap.
package struct TemplateLimits: Hashable, Sendable {
    /// Longest template or partial, in bytes.
    package var templateBytes = 1 << 20
    /// Sections, blocks and helpers inside one another, in one template.
    package var nesting = 100
    /// Partials, parents and substituted blocks inside one another, at rendering.
    package var depth = 100
    /// Tags and pieces of text that one rendering may go through.
    package var steps = 10_000_000
    /// Longest output of one rendering, in bytes.
    package var outputBytes = 10 << 20

    /// The bounds used when none are given: 1 MiB of template, 10 MiB of output, 100 levels.
    package static let standard = Self()

    /// Makes the standard bounds, to be changed one by one.
    package init() {}
}
