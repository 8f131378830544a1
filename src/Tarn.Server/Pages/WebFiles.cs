using System.Collections.Frozen;
using System.Text;

namespace Tarn.Server.Pages;

/// <summary>The built UI (<c>web/dist</c>), known by listing it: what was not listed cannot be asked for.</summary>
/// <remarks>The list is made again when <c>index.html</c> changes, so that a new build is served without a restart.</remarks>
sealed class WebFiles
{
    const string NonceMark = "__TARN_NONCE__";

    static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json",
        [".map"] = "application/json",
        [".webmanifest"] = "application/manifest+json",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".txt"] = "text/plain; charset=utf-8",
        [".wasm"] = "application/wasm",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    readonly string _folder;
    volatile Build? _build;

    public WebFiles(string folder) => _folder = folder;

    /// <summary>The file at a path below the root such as <c>assets/index-4f2a.js</c>; null when the build has none.</summary>
    public WebFile? Find(string path) => Current()?.Files.GetValueOrDefault(path);

    /// <summary>The start page with the nonce put in; null when the UI has not been built.</summary>
    public byte[]? Index(string nonce) =>
        Current() is { } build ? Encoding.UTF8.GetBytes(string.Join(nonce, build.IndexParts)) : null;

    Build? Current()
    {
        var index = new FileInfo(Path.Combine(_folder, "index.html"));
        if (!index.Exists) return _build = null;
        var build = _build;
        return build?.Stamp == index.LastWriteTimeUtc ? build : _build = List(index);
    }

    Build List(FileInfo index)
    {
        var files = new Dictionary<string, WebFile>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories))
        {
            if (!ContentTypes.TryGetValue(Path.GetExtension(path), out var type)) continue;
            string[] encodings = [.. new[] { ("br", ".br"), ("gzip", ".gz") }.Where(e => File.Exists(path + e.Item2)).Select(e => e.Item1)];
            var name = Path.GetRelativePath(_folder, path).Replace('\\', '/');
            files[name] = new WebFile(path, type, encodings, new DateTimeOffset(File.GetLastWriteTimeUtc(path), TimeSpan.Zero));
        }
        return new Build(index.LastWriteTimeUtc, files.ToFrozenDictionary(StringComparer.Ordinal), File.ReadAllText(index.FullName).Split(NonceMark));
    }

    sealed record Build(DateTime Stamp, FrozenDictionary<string, WebFile> Files, string[] IndexParts);
}
