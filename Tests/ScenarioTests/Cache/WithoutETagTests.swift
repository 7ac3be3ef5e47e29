import Testing

extension CacheScenarios {
    /// Without an ETag the date tells; without either, nothing of two answers is joined.
    @Test(arguments: [true, false]) func versionsAreToldApartWithoutETags(hasDate: Bool) throws {
        let date = hasDate ? MediaObject().lastModified : nil
        let origin = try MediaOrigin(MediaObject(etag: nil, lastModified: date))
        let usher = try UsherProcess(.cached(origin.url))
        expectRight(try usher.get("/film", range: "0-99999"))
        origin.change { $0.becomeNewVersion() }
        guard let answer = try usher.getUnlessCut("/film") else { return }
        let isNew = PositionBytes.firstWrongIndex(in: answer.body, at: 0, of: 2) == nil
        expectNothingWrong(answer, of: isNew ? 2 : 1)
    }
}
