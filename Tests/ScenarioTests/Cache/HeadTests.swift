import Testing

extension CacheScenarios {
    /// HEAD is answered from what GET has stored, `Range` or not.
    @Test func aHeadIsAnsweredFromTheStore() throws {
        let origin = try MediaOrigin()
        let usher = try UsherProcess(.cached(origin.url))
        try usher.fill("/film")
        let client = try usher.client()
        for fields in [[:], ["Range": "bytes=0-9"]] as [Fields] {
            let answer = try client.head("/film", fields: fields)
            #expect(answer.status == 200 && answer.fields["Content-Length"] == "400000")
            #expect(answer.fields["ETag"] == "\"v1\"")
        }
        #expect(!origin.requests.contains { $0.method == "HEAD" })
    }
}
