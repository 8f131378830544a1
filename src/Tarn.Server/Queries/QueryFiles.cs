using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Tarn.Project;
using Tarn.Server.Problems;

namespace Tarn.Server.Queries;

/// <summary>Saved queries: <c>queries/*.sql</c> of the project folder. The files are the truth, and whoever edits them elsewhere is not overwritten.</summary>
sealed partial class QueryFiles(ProjectFolder folder) : IDisposable
{
    const string Suffix = ".sql";
    const int MostFiles = 1_000;
    const int MostBytes = 1 << 20;

    readonly SemaphoreSlim _writing = new(1);

    string Folder => Path.Combine(folder.Root, "queries");

    public async Task<IReadOnlyList<QueryAnswer>> ListAsync(CancellationToken cancellationToken)
    {
        if (!Directory.Exists(Folder)) return [];
        var found = new List<QueryAnswer>();
        foreach (var file in new DirectoryInfo(Folder).EnumerateFiles("*" + Suffix).OrderBy(f => f.Name, StringComparer.Ordinal).Take(MostFiles))
            if (file.Length <= MostBytes && NameForm().IsMatch(Path.GetFileNameWithoutExtension(file.Name)) && await ReadAsync(file.FullName, cancellationToken) is { } query) found.Add(query);
        return found;
    }

    /// <summary>The names alone.</summary>
    public IEnumerable<string> Names() => !Directory.Exists(Folder) ? [] :
        new DirectoryInfo(Folder).EnumerateFiles("*" + Suffix).Take(MostFiles).Select(f => Path.GetFileNameWithoutExtension(f.Name)).Where(name => NameForm().IsMatch(name));

    /// <summary>Writes a file whole, if it still is what the caller saw.</summary>
    /// <exception cref="ServerException">The name is no file name, or somebody else changed the file: nothing was written.</exception>
    public async Task<QueryAnswer> SaveAsync(string name, SaveCall call, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        var text = call.Text ?? "";
        if (Encoding.UTF8.GetByteCount(text) > MostBytes) throw new ServerException(ProblemKind.TooLarge, $"A saved query has at most {MostBytes / 1024} KiB; nothing was written.");
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await DemandAsync(name, path, call.Hash, cancellationToken);
            _ = Directory.CreateDirectory(Folder);
            WholeFile.Write(path, Encoding.UTF8.GetBytes(text));
            return (await ReadAsync(path, cancellationToken))!;
        }
        finally
        {
            _ = _writing.Release();
        }
    }

    public async Task DeleteAsync(string name, string? hash, CancellationToken cancellationToken)
    {
        var path = PathOf(name);
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (!File.Exists(path)) throw new ServerException(ProblemKind.NotFound, $"There is no saved query {name}.");
            await DemandAsync(name, path, hash, cancellationToken);
            File.Delete(path);
        }
        finally
        {
            _ = _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    string PathOf(string name) => NameForm().IsMatch(name)
        ? Path.Combine(Folder, name + Suffix)
        : throw new ServerException(ProblemKind.InvalidRequest, "A saved query's name begins with a letter or digit and has at most 80 letters, digits, spaces, hyphens, dots and underscores.");

    static async Task DemandAsync(string name, string path, string? hash, CancellationToken cancellationToken)
    {
        var now = await ReadAsync(path, cancellationToken);
        if (now?.Hash == hash) return;
        throw new ServerException(new Problem(ProblemKind.Conflict, now is null
            ? $"The file queries/{name}.sql is gone; nothing was written. Save it under a new name."
            : $"The file queries/{name}.sql is not what this page loaded: somebody else saved it at {now.ModifiedAt:HH:mm:ss} UTC. Nothing was written.") { Cause = new ProblemCause($"queries/{name}.sql") });
    }

    static async Task<QueryAnswer?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
            return new QueryAnswer(
                Path.GetFileNameWithoutExtension(path), Encoding.UTF8.GetString(bytes), Convert.ToHexStringLower(SHA256.HashData(bytes))[..16], new DateTimeOffset(File.GetLastWriteTimeUtc(path)));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[\p{L}\p{Nd}][\p{L}\p{Nd} _.-]{0,79}$", RegexOptions.CultureInvariant)]
    private static partial Regex NameForm();
}
