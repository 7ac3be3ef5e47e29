internal import HTTP

/// The HLS film: every playlist and segment, twice.
extension CheckRun {
    func checkStream() {
        let files = library.streamFiles
        check("HLS, \(files.count) files") { (line) throws(DemoFailure) in
            line.expect(files.count == 15, "not two renditions of six segments and three playlists")
            for file in files { try fetch(file, &line) }
        }
        check("HLS again: all hits") { (line) throws(DemoFailure) in
            for file in files {
                let response = try fetch(file, &line)
                line.expect(response.isHit, "no hit: \(file)")
            }
            line.expectNothingFetched()
        }
    }

    @discardableResult
    private func fetch(_ file: String, _ line: inout CheckLine) throws(DemoFailure) -> DemoResponse {
        let response = try client.get("/media/\(file)")
        line.note(response)
        line.expect(response.status == 200, "status \(response.status): \(file)")
        line.expect(response.field(.contentType) == "\(ContentType.of(file))", "Content-Type of \(file)")
        let wanted = try FileBytes.whole("\(library.directory)/\(file)")
        line.expect(response.body == wanted, "bytes differ: \(file)")
        return response
    }
}
