import CLibcurl

/// The libcurl this program runs with.
package enum CurlVersion {
    /// Version as libcurl states it, such as `7.88.1`: of the library loaded now, not of the headers.
    ///
    /// See <https://curl.se/libcurl/c/curl_version_info.html>.
    package static var loaded: String {
        guard let information = curl_version_info(clibcurl_version_now()), let version = information.pointee.version
        else {
            return "unknown"
        }
        return String(cString: version)
    }
}
