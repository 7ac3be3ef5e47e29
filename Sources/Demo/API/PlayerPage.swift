/// The page with the player; whole in itself, nothing is loaded from elsewhere.
enum PlayerPage {
    static let html = """
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>usher demo</title>
        <style>\(style)</style>
        <h1>usher demo</h1>
        <p>The picture shows its own time, so you see where a seek has led. Seek to the same place twice: the second
        time, nothing comes from the origin.</p>
        <video id="film" controls muted playsinline preload="metadata" src="/media/film.mp4"></video>
        <p>
          <button data-part="0.25">25%</button> <button data-part="0.5">50%</button>
          <button data-part="0.75">75%</button> <button data-part="random">anywhere</button>
          <button id="mp4">MP4</button> <button id="hls" disabled>HLS</button>
          <a href="/media/hls/film.m3u8">HLS link</a>
        </p>
        <table><thead><tr><th>seek to<th>took<th>origin requests<th>origin bytes</thead><tbody id="seeks"></tbody></table>
        <script>\(script)</script>
        </html>

        """

    private static let style = """
        body { font: 16px/1.5 sans-serif; max-width: 50rem; margin: 2rem auto; padding: 0 1rem; background: #14161a;
          color: #e4e6ea }
        video { width: 100%; background: #000 }
        a { color: #8cf }
        td, th { text-align: right; padding: 0 1rem 0 0 }
        """

    private static let script = """
        const film = document.getElementById("film"), hls = document.getElementById("hls");
        const origin = async () => (await fetch("/api/origin")).json();
        let from = null, before = null;
        for (const button of document.querySelectorAll("[data-part]")) button.onclick = async () => {
          if (!film.duration) return;
          before = await origin();
          from = performance.now();
          const part = button.dataset.part;
          film.currentTime = film.duration * (part === "random" ? Math.random() : Number(part));
        };
        film.addEventListener("seeked", async () => {
          if (from === null) return;
          const took = performance.now() - from, first = before, place = film.currentTime;
          from = null;
          const now = await origin();
          const row = document.getElementById("seeks").insertRow(0);
          for (const text of [place.toFixed(1) + " s", took.toFixed(0) + " ms", now.requests - first.requests,
            now.bytes - first.bytes]) row.insertCell().textContent = text;
        });
        const play = (url) => { film.src = url; film.play(); };
        document.getElementById("mp4").onclick = () => play("/media/film.mp4");
        hls.onclick = () => play("/media/hls/film.m3u8");
        if (film.canPlayType("application/vnd.apple.mpegurl")) hls.disabled = false;
        else hls.title = "This browser does not play HLS by itself; open the link in a player such as VLC.";
        """
}
