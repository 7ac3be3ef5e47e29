internal import HTTP
internal import LinuxIO
internal import Transport

/// The API and the player page: what must come fresh from its server each time.
final class DemoAPI: RequestHandler {
    private let figures: OriginFigures
    private var answered: UInt64 = 0

    init(figures: OriginFigures) { self.figures = figures }

    func handle(_ exchange: Exchange) {
        switch exchange.request.method {
        case .get, .head: break
        default: return ShortAnswer.send(status: 405, allowing: "GET, HEAD", on: exchange)
        }
        answered += 1
        switch exchange.request.string(exchange.request.path) {
        case "/": ShortAnswer.send(PlayerPage.html, "text/html; charset=utf-8", on: exchange)
        case "/api/films": ShortAnswer.send(Self.films, "application/json", on: exchange)
        case "/api/time": ShortAnswer.send(time(exchange.beganWall), "application/json", on: exchange)
        case "/api/origin": ShortAnswer.send(figures.counts.json, "application/json", on: exchange)
        default: ShortAnswer.send(status: 404, on: exchange)
        }
    }

    private func time(_ now: WallTime) -> String {
        "{\"seconds\": \(now.seconds), \"answer\": \(answered)}\n"
    }

    static let films = """
        {"films": [
          {"title": "Test picture, MP4", "url": "/media/film.mp4", "seconds": \(MediaRecipe.filmSeconds)},
          {"title": "Test picture, HLS", "url": "/media/hls/film.m3u8", "seconds": \(MediaRecipe.streamSeconds)}
        ]}

        """
}
