/// A status page of plain files, for any web server or bucket.
///
/// The files can be lost: the log is the truth, and `files(of:)` makes them again.
package enum StaticPage {
    /// Every file of the page, in the order in which to put them in place: what is linked to comes first.
    package static func files(of snapshot: StatusPageSnapshot) -> [StaticFile] {
        let page = PublicPage(snapshot)
        return StatusPageHTML(page: page).incidentFiles + StatusPageJSON(page: page).files
            + StatusPageFeeds(page: page).files + [headers] + StatusPageHTML(page: page).overviewFiles
    }

    /// A sample for hosts that read it, such as Netlify and Cloudflare Pages; others are told the same elsewhere.
    ///
    /// Scripts on other sites may read the JSON, and nobody may show the page in a frame.
    private static let headers = StaticFile(
        path: "_headers",
        bytes: Array(
            """
            /*
              X-Content-Type-Options: nosniff
              X-Frame-Options: DENY
              Referrer-Policy: no-referrer
              Cache-Control: public, max-age=30
            /api/*
              Access-Control-Allow-Origin: *
              Content-Type: application/json; charset=utf-8
            /history.atom
              Access-Control-Allow-Origin: *
              Content-Type: application/atom+xml; charset=utf-8
            /history.rss
              Access-Control-Allow-Origin: *
              Content-Type: application/rss+xml; charset=utf-8

            """.utf8
        )
    )
}

/// One file of a page.
package struct StaticFile: Hashable, Sendable {
    /// Path below the page's folder, with slashes.
    package var path: String
    package var bytes: [UInt8]

    /// Names a file and its contents.
    package init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}
