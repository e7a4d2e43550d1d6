import Curl
import Testing

@Test func `libcurl is loaded`() {
    #expect(CurlVersion.loaded.contains("."))
}
