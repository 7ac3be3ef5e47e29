import FoundationEssentials
import Testing

@testable import Discovery

@Suite struct EngineAnswersTests {
    private func container(_ json: String) throws -> Container {
        Container(try JSONDecoder().decode(InspectedContainer.self, from: Data(json.utf8)))
    }

    @Test func anInspectionIsUnderstood() throws {
        let container = try container(
            """
            {"Id": "i", "Name": "/web", "State": {"Status": "running", "Health": {"Status": "healthy"}},
             "Config": {"Labels": {"a.b": "c"}, "ExposedPorts": {"9000/tcp": {}, "53/udp": {}, "81": {}}},
             "HostConfig": {"NetworkMode": "n"},
             "NetworkSettings": {
               "Ports": {"9000/tcp": [{"HostIp": "0.0.0.0", "HostPort": "1"}, {"HostIp": "192.0.2.1", "HostPort": "2"}],
                         "80/tcp": null},
               "Networks": {"n": {"IPAddress": "10.0.0.1", "GlobalIPv6Address": "2001:db8::1"},
                            "six": {"IPAddress": "", "GlobalIPv6Address": "2001:db8::2"}, "none": {"IPAddress": ""}}}}
            """)
        #expect(container.name == "web" && container.labels == ["a.b": "c"] && container.isServing)
        #expect(container.networks == ["n": "10.0.0.1", "six": "2001:db8::2"])
        #expect(container.ports.map(\.number) == [80, 81, 9000])
        #expect(container.ports[2].binding == Container.Binding(host: "192.0.2.1", port: 2))
    }

    @Test func whatIsMissingIsNothing() throws {
        let bare = try container(#"{"Id": "i", "Config": {"Labels": null}, "NetworkSettings": {"Ports": null}}"#)
        #expect(!bare.isRunning && bare.ports.isEmpty && bare.networks.isEmpty && bare.labels.isEmpty)
        let paused = try container(#"{"Id": "i", "State": {"Status": "paused", "Running": true}}"#)
        #expect(!paused.isServing)
    }

    @Test(arguments: [
        (#"{"Type":"container","Action":"start","Actor":{"ID":"i"}}"#, "i"),
        (#"{"Type":"container","Action":"health_status: healthy","Actor":{"ID":"i"}}"#, "i"),
        (#"{"Type":"network","Action":"connect","Actor":{"ID":"n","Attributes":{"container":"i"}}}"#, "i"),
        (#"{"Type":"container","Action":"exec_start: sh","Actor":{"ID":"i"}}"#, nil),
        (#"{}"#, nil),
    ])
    func eventsNameTheirContainer(_ json: String, _ expected: String?) throws {
        let event = try JSONDecoder().decode(EngineEvent.self, from: Data(json.utf8))
        #expect(event.container == expected)
    }

    @Test(arguments: [
        ("1.41", "1.12", "1.41"), ("1.99", "1.44", "1.60"), ("1.99", "1.70", "1.70"), ("1.44", nil, "1.44"),
        (nil, nil, nil),
    ])
    func aVersionIsAgreedOn(_ newest: String?, _ oldest: String?, _ expected: String?) throws {
        let version = try EngineClient.version(EngineVersion(ApiVersion: newest, MinAPIVersion: oldest))
        #expect(version?.description == expected)
    }

    @Test func anEngineThatIsTooOldIsRefused() {
        #expect(throws: EngineFailure.self) { try EngineClient.version(EngineVersion(ApiVersion: "1.18")) }
    }

    @Test func usherFindsItself() {
        let id = String(repeating: "ab12", count: 16)
        let other = String(repeating: "cd34", count: 16)
        let mounts = "520 500 8:1 /var/lib/docker/containers/\(id)/hostname /etc/hostname rw - ext4 /dev/sda rw"
        #expect(OwnContainer.id(hostName: "proxy", mounts: mounts, among: [other, id]) == id)
        #expect(OwnContainer.id(hostName: "cd34cd34cd34", mounts: "", among: [other, id]) == other)
        #expect(OwnContainer.id(hostName: "host", mounts: "1 2 / / rw", among: [other, id]) == nil)
    }

    @Test func pausesGrowUpToABound() {
        var pauses = Backoff()
        let first = (0..<3).map { _ in pauses.next() }
        #expect(first == [.milliseconds(500), .milliseconds(750), .milliseconds(1125)])
        #expect((0..<30).map { _ in pauses.next() }.last == .seconds(30))
    }
}
