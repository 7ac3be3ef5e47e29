internal import HTTP

/// Answers without bytes, and what must not be cached.
extension CheckRun {
    func checkAnswers(of film: FileFacts) {
        check("beyond the end: 416") { (line) throws(DemoFailure) in
            let response = try client.get("/media/film.mp4", [.range: "bytes=\(film.size)-"])
            line.note(response)
            line.expect(response.status == 416, "status is not 416")
            line.expect(response.field(.contentRange) == "bytes */\(film.size)", "Content-Range has not the length")
        }
        check("If-None-Match: 304") { (line) throws(DemoFailure) in
            let response = try client.get("/media/film.mp4", [.ifNoneMatch: film.etag])
            line.note(response)
            line.expect(response.status == 304, "status is not 304")
            line.expect(response.field(.etag) == film.etag, "ETag is not \(film.etag)")
            line.expect(response.body.isEmpty, "a body where there is none")
            line.expectNothingFetched()
        }
        check("HEAD") { (line) throws(DemoFailure) in
            let response = try client.head("/media/film.mp4")
            line.note(response)
            line.expect(response.status == 200, "status is not 200")
            line.expect(response.field(.contentLength) == String(film.size), "Content-Length is not \(film.size)")
            line.expect(response.field(.acceptRanges) == "bytes", "Accept-Ranges is not bytes")
        }
    }

    func checkPassing() {
        check("API: a new answer each time") { (line) throws(DemoFailure) in
            let first = try client.get("/api/time")
            let second = try client.get("/api/time")
            line.note(first)
            line.expect(first.status == 200 && second.status == 200, "status is not 200")
            line.expect(first.body != second.body, "the same answer twice")
            line.expect(!second.isHit, "a hit on the API")
        }
        check("API: JSON as it was sent") { (line) throws(DemoFailure) in
            let response = try client.get("/api/films")
            line.note(response)
            line.expect(response.field(.contentType) == "application/json", "Content-Type is not application/json")
            line.expect(response.body == Array(DemoAPI.films.utf8), "another body than the API's")
        }
        check("player page") { (line) throws(DemoFailure) in
            let response = try client.get("/")
            line.note(response)
            line.expect(response.body == Array(PlayerPage.html.utf8), "another page than the API's")
        }
        check("unknown file: 404") { (line) throws(DemoFailure) in
            let response = try client.get("/media/none.mp4")
            line.note(response)
            line.expect(response.status == 404, "status is not 404")
        }
    }
}
