/// A status as a sign and words, so that it needs no colour to be read.
enum StatusSign {
    /// The sign and the words beside it.
    static func html(_ status: ComponentStatus, title: String? = nil) -> String {
        """
        <span class="sign tone \(status.rawValue)">\(icon(status))\(PageText.html(title ?? status.title))</span>
        """
    }

    /// The sign alone, hidden from those who listen.
    static func icon(_ status: ComponentStatus) -> String {
        "<svg viewBox=\"0 0 24 24\" aria-hidden=\"true\">\(drawing(status))</svg>"
    }

    /// The sign as the small picture in a browser's tab, an address that carries its own data.
    static func favicon(_ status: ComponentStatus) -> String { favicons[status] ?? "" }

    private static let favicons = Dictionary(
        uniqueKeysWithValues: ComponentStatus.allCases.map { status in
            let picture = """
                <svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='\(color(status))' \
                stroke-width='2.5' stroke-linecap='round' stroke-linejoin='round'>\(drawing(status))</svg>
                """
            let address = picture.replacing("\"", with: "'").replacing("#", with: "%23").replacing("<", with: "%3C")
                .replacing(">", with: "%3E")
            return (status, "data:image/svg+xml,\(address)")
        }
    )

    private static func drawing(_ status: ComponentStatus) -> String {
        switch status {
        case .operational: #"<circle cx="12" cy="12" r="9.5"/><path d="m7.8 12.3 2.8 2.8 5.6-6"/>"#
        case .degradedPerformance: #"<circle cx="12" cy="12" r="9.5"/><path d="M7.8 12h8.4"/>"#
        case .partialOutage: #"<path d="M12 3.2 2.2 20.3h19.6z"/><path d="M12 9.6v4.6M12 17.2v.1"/>"#
        case .majorOutage: #"<circle cx="12" cy="12" r="9.5"/><path d="m8.6 8.6 6.8 6.8M15.4 8.6l-6.8 6.8"/>"#
        case .underMaintenance:
            #"<rect x="2.5" y="2.5" width="19" height="19" rx="5"/><path d="M9.3 8.6v6.8M14.7 8.6v6.8"/>"#
        }
    }

    /// A tone that stands out on light and on dark tabs.
    private static func color(_ status: ComponentStatus) -> String {
        switch status {
        case .operational: "#2f9e64"
        case .degradedPerformance: "#c08a10"
        case .partialOutage: "#d9702a"
        case .majorOutage: "#d9453d"
        case .underMaintenance: "#4a83cf"
        }
    }
}
