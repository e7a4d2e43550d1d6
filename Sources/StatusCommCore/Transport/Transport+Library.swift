import Curl

extension Transport {
    /// Version of the libcurl that is loaded, such as `7.88.1`.
    package static var libraryVersion: String { CurlVersion.loaded }
}
