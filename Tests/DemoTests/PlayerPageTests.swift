import Testing

@testable import Demo

@Suite struct PlayerPageTests {
    @Test func nothingIsLoadedFromElsewhere() {
        #expect(!PlayerPage.html.contains("http://"))
        #expect(!PlayerPage.html.contains("https://"))
        #expect(!PlayerPage.html.contains("src=\"//"))
    }

    @Test func bothFilmsAreOnIt() {
        #expect(PlayerPage.html.contains("src=\"/media/film.mp4\""))
        #expect(PlayerPage.html.contains("href=\"/media/hls/film.m3u8\""))
    }
}
