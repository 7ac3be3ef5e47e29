import Testing

@testable import Demo

@Suite struct ContentTypeTests {
    @Test(arguments: [
        ("/media/film.mp4", "video/mp4"), ("/media/FILM.MP4", "video/mp4"),
        ("hls/film.m3u8", "application/vnd.apple.mpegurl"), ("hls/240p/segment0.ts", "video/mp2t"),
        ("a.b/c", "application/octet-stream"), ("", "application/octet-stream"), ("x.", "application/octet-stream"),
    ])
    func theExtensionDecides(path: String, type: String) {
        #expect("\(ContentType.of(path))" == type)
    }
}
