"""Pre-signed URLs against a real S3 server behind usher: who may read what, and how often the bytes are fetched."""

import argparse
import http.client
import os
import tempfile
import time
import urllib.parse

import boto3
import botocore.client

from counting_proxy import CountingProxy
from processes import KEY, SECRET, start_s3, start_usher

BUCKET = "videos"
PATHS = ["film/hls/segments/1080/000.ts", "film/a b+c=d/ü.ts"]
SIZE = 3_000_000


class Checks:
    def __init__(self):
        self.failed = 0

    def __call__(self, what, holds, detail=""):
        print(f"{'ok  ' if holds else 'FAIL'} {what}{'' if holds else f'   {detail}'}")
        self.failed += not holds


def client(port, **more):
    config = botocore.client.Config(signature_version=more.pop("version", "s3v4"), s3={"addressing_style": "path"})
    return boto3.client(
        "s3", endpoint_url=f"http://127.0.0.1:{port}", aws_access_key_id=KEY, aws_secret_access_key=SECRET,
        region_name="eu-central-1", config=config)


def signed(port, path, method="get_object", expires=3600, version="s3v4", **parameters):
    parameters = {"Bucket": BUCKET, "Key": path} | parameters
    return client(port, version=version).generate_presigned_url(method, Params=parameters, ExpiresIn=expires)


def ask(url, method="GET", **fields):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    connection.request(method, f"{parts.path}?{parts.query}", headers={k.replace("_", "-"): v for k, v in fields.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def tampered(url):
    last = url[-1]
    return url[:-1] + ("0" if last != "0" else "1")


def check(check, port, proxy, path, content):
    def total(requests):
        return sum(size for _, _, _, status, size in requests if status in (200, 206))

    first = signed(port, path)
    answer, body = ask(first)
    check("the first viewer gets the film", answer.status == 200 and body == content, f"{answer.status} {len(body)}")
    time.sleep(1.1)  # Another X-Amz-Date.
    second = signed(port, path)
    answer, body = ask(second)
    check("the second viewer gets it, too", answer.status == 200 and body == content, f"{answer.status} {len(body)}")
    requests = proxy.taken()
    check("two URLs", first != second)
    check("one fetch of the bytes", total(requests) == len(content), str([r[2:] for r in requests]))
    check("one question for the second URL", [r[2:4] for r in requests][-1] == ("bytes=0-0", 304), str(requests[-1][2:]))

    answer, body = ask(second, Range="bytes=1000000-1999999")
    check("a range", answer.status == 206 and body == content[1_000_000:2_000_000], f"{answer.status}")
    answer, body = ask(second)
    check("a hit", "hit" in answer.getheader("Cache-Status", "") and body == content)
    check("nothing was asked for them", proxy.taken() == [])
    answer, body = ask(second, "HEAD")
    check("HEAD after a yes", answer.status == 200 and answer.getheader("Content-Length") == str(len(content)))
    answer, body = ask(second + "&CMCD=bl%3D2000")
    check("a player's CMCD", answer.status == 200 and body == content, str(answer.status))
    proxy.taken()

    answer, body = ask(tampered(first))
    check("a tampered URL gets the origin's 403", answer.status == 403 and b"<Error>" in body, f"{answer.status} {body[:80]}")
    check("and none of its bytes", body[:20] != content[:20] and total(proxy.taken()) == 0)
    answer, body = ask(first.replace("X-Amz-Expires=3600", "X-Amz-Expires=3601"))
    check("a longer validity is refused", answer.status == 403, str(answer.status))
    answer, body = ask(first, Host="other.example")
    check("another host is refused", answer.status == 403, str(answer.status))
    answer, body = ask(first.split("?")[0])
    check("an unsigned request is refused", answer.status == 403, str(answer.status))
    answer, body = ask(signed(port, path, method="head_object"))
    check("a HEAD signature gives no bytes", answer.status == 403, str(answer.status))
    answer, body = ask(signed(port, path, method="head_object"), "HEAD")
    check("a HEAD signature gives HEAD", answer.status == 200, str(answer.status))

    short = signed(port, path, expires=2)
    answer, body = ask(short)
    check("a short URL while it is good", answer.status == 200 and body == content, str(answer.status))
    time.sleep(3)
    answer, body = ask(short)
    check("an expired URL is refused", answer.status == 403 and b"<Error>" in body, str(answer.status))
    proxy.taken()

    named = signed(port, path, ResponseContentDisposition='attachment; filename="film.ts"', ResponseContentType="video/x")
    answer, body = ask(named)
    fields = (answer.getheader("Content-Disposition"), answer.getheader("Content-Type"))
    check("a download's own fields", fields == ('attachment; filename="film.ts"', "video/x"), str(fields))
    check("with the same bytes", body == content)
    answer, body = ask(named, Range="bytes=5-")
    check("also for a range", answer.getheader("Content-Type") == "video/x" and body == content[5:])
    check("which are not fetched again", total(proxy.taken()) <= 1)
    answer, body = ask(signed(port, path))
    check("nobody else sees them", answer.getheader("Content-Disposition") is None and body == content)

    old = signed(port, path, version="s3")
    proxy.taken()
    answer, body = ask(old)
    check("a version 2 URL", answer.status == 200 and body == content, f"{answer.status} {body[:200]}")
    check("shares them, too", total(proxy.taken()) <= 1)
    check("tampered, it is refused", ask(old.replace("Signature=", "Signature=A"))[0].status == 403)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--usher", required=True)
    arguments.add_argument("--weed", required=True)
    arguments = arguments.parse_args()
    checks, processes = Checks(), []
    with tempfile.TemporaryDirectory(prefix="usher-s3-") as directory:
        try:
            process, s3 = start_s3(arguments.weed, directory)
            processes.append(process)
            proxy = CountingProxy(s3)
            process, port = start_usher(arguments.usher, directory, proxy.port)
            processes.append(process)
            store = client(s3)
            for attempt in range(60):
                try:
                    store.create_bucket(Bucket=BUCKET)
                    break
                except Exception:
                    time.sleep(1)
            for path in PATHS:
                content = os.urandom(SIZE)
                store.put_object(Bucket=BUCKET, Key=path, Body=content, ContentType="video/mp2t")
                print(path)
                check(checks, port, proxy, path, content)
        finally:
            for process in processes:
                process.terminate()
                try:
                    process.wait(20)
                except Exception:
                    process.kill()
                    process.wait()
    raise SystemExit(f"{checks.failed} failed" if checks.failed else 0)


main()
