namespace Tarn.Iceberg.Storage;

/// <summary>
/// Locations as metadata files hold them: <c>file:///a/b</c> (what Tarn writes), <c>file:/a/b</c> and bare <c>/a/b</c> (what other writers write),
/// <c>s3://bucket/key</c>. Paths in them are taken as they are: the reference implementation does not percent-encode.
/// </summary>
public readonly record struct Location
{
    Location(string scheme, string authority, string path) => (Scheme, Authority, Path) = (scheme, authority, path);

    /// <summary>Lower case; <c>file</c> for bare paths.</summary>
    public string Scheme { get; }

    /// <summary>The bucket or host; empty for local files.</summary>
    public string Authority { get; }

    /// <summary>From the first slash after the authority on.</summary>
    public string Path { get; }

    public bool IsLocal => Scheme == "file";

    /// <summary>The absolute local path.</summary>
    /// <exception cref="IcebergException">The location is not local.</exception>
    public string LocalPath => IsLocal ? Path : throw IcebergException.Invalid($"{this} is no local file");

    public static Location Parse(string text) =>
        TryParse(text, out var location) ? location : throw IcebergException.Invalid($"'{text}' is no location: expected file:///path, /path or scheme://authority/path");

    public static bool TryParse(string? text, out Location location)
    {
        location = default;
        if (string.IsNullOrEmpty(text) || text.Contains('\0', StringComparison.Ordinal)) return false;
        var colon = SchemeLength(text);
        if (colon <= 0)
        {
            location = new("file", "", text);
            return text[0] == '/';
        }
        var scheme = text[..colon].ToLowerInvariant();
        var rest = text[(colon + 1)..];
        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            location = new(scheme, "", rest);
            return scheme == "file" && rest.StartsWith('/');
        }
        var slash = rest.IndexOf('/', 2);
        var authority = slash < 0 ? rest[2..] : rest[2..slash];
        location = new(scheme, authority, slash < 0 ? "" : rest[slash..]);
        return scheme == "file" ? authority is "" or "localhost" && location.Path.Length > 0 : authority.Length > 0;
    }

    /// <summary>The location of a local path, which must be absolute.</summary>
    public static Location OfLocalPath(string absolutePath) =>
        System.IO.Path.IsPathRooted(absolutePath)
            ? new("file", "", absolutePath)
            : throw IcebergException.Invalid($"'{absolutePath}' is no absolute path");

    /// <summary>A location below this one.</summary>
    public Location Append(string relative) => new(Scheme, Authority, $"{Path.TrimEnd('/')}/{relative.TrimStart('/')}");

    /// <summary>True where this is <paramref name="folder"/> or below it, after <c>.</c> and <c>..</c> are resolved: names that merely begin alike are outside.</summary>
    public bool IsWithin(Location folder)
    {
        if (Scheme != folder.Scheme || (Authority != folder.Authority && !IsLocal)) return false;
        var (inner, outer) = (Resolve(Path), Resolve(folder.Path));
        return inner is not null && outer is not null
            && inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || outer.EndsWith('/') || inner[outer.Length] == '/');
    }

    /// <summary>The URI that Tarn writes.</summary>
    public override string ToString() => $"{Scheme}://{(IsLocal ? "" : Authority)}{Path}";

    /// <summary>Same object under other spellings: <c>file:/a</c>, <c>file:///a</c> and <c>/a</c> are one.</summary>
    public static string Normalize(string text) => TryParse(text, out var location) ? location.ToString() : text;

    static string? Resolve(string path)
    {
        var kept = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;
            if (part != "..") kept.Add(part);
            else if (kept.Count == 0) return null;
            else kept.RemoveAt(kept.Count - 1);
        }
        return "/" + string.Join('/', kept);
    }

    static int SchemeLength(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == ':') return i;
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.')) return -1;
        }
        return -1;
    }
}
