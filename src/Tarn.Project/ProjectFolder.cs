using System.Globalization;
using System.Text;
using Tarn.Project.Processes;
using Tarn.Project.Settings;
using Tarn.Project.Yaml;

namespace Tarn.Project;

/// <summary>A project folder on disk: where its files are, and which Tarn may open it.</summary>
/// <remarks>
/// The user's files (<c>tarn.yaml</c>, <c>sources/</c>, the dbt project) are the truth and belong in Git. <c>.tarn/</c> is this installation's private
/// state, and <c>warehouse/</c> holds the tables.
/// </remarks>
public sealed class ProjectFolder
{
    /// <summary>The layout of <c>.tarn/</c> that this program writes. It grows when an older program could damage a newer folder.</summary>
    public const int FormatVersion = 1;

    ProjectFolder(string root, TarnYaml options)
    {
        Root = root;
        Options = options;
    }

    /// <summary>Absolute.</summary>
    public string Root { get; }

    public TarnYaml Options { get; }

    /// <summary>For binding further files of the folder.</summary>
    public YamlContext Context => YamlContext.OfProcess(Root);

    public string SourcesFolder => Path.Combine(Root, "sources");

    public string DbtProjectFile => Path.Combine(Root, "dbt_project.yml");

    /// <summary>The folder of the tables, absolute: <c>storage.warehouse</c>.</summary>
    public string WarehouseFolder => Resolve(Options.Storage.Warehouse);

    /// <summary><c>storage.allowedLocations</c>, absolute.</summary>
    public IEnumerable<string> AllowedFolders => Options.Storage.AllowedLocations.Select(Resolve);

    public string PrivateFolder => Path.Combine(Root, ".tarn");

    /// <summary>The SQLite store of catalog, jobs, users and tokens: <c>catalog.store</c>.</summary>
    public string StateDatabase => Resolve(Options.Catalog.Store);

    /// <summary>Address and process of the running server, if any.</summary>
    public string ServerFile => Path.Combine(PrivateFolder, "server.json");

    /// <summary>What was typed at the prompt.</summary>
    public string HistoryFile => Path.Combine(PrivateFolder, "history");

    /// <summary>Spill and staging files, one folder a process.</summary>
    public string TemporaryFolder => Path.Combine(PrivateFolder, "tmp");

    string FormatFile => Path.Combine(PrivateFolder, "format");

    /// <summary>A process's own temporary folder; <c>tarn doctor</c> names those of dead processes.</summary>
    public string TemporaryFolderOf(ProcessIdentity process)
    {
        ArgumentNullException.ThrowIfNull(process);
        return Path.Combine(TemporaryFolder, process.FolderName);
    }

    /// <summary>The nearest folder with a <c>tarn.yaml</c>, from <paramref name="start"/> upward, or null.</summary>
    public static string? Locate(string start)
    {
        for (var folder = new DirectoryInfo(Path.GetFullPath(start)); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, TarnYaml.FileName))) return folder.FullName;
        return null;
    }

    /// <summary>Reads <c>tarn.yaml</c> and makes the private folder ready.</summary>
    /// <param name="root">The folder that holds <c>tarn.yaml</c>.</param>
    /// <exception cref="ProjectException">No such file, problems in it, or a folder of a newer Tarn.</exception>
    public static ProjectFolder Open(string root)
    {
        var folder = Inspect(root);
        folder.PreparePrivateFolder();
        return folder;
    }

    /// <summary>As <see cref="Open"/>, changing nothing on disk.</summary>
    /// <exception cref="ProjectException">No such file, problems in it, or a folder of a newer Tarn.</exception>
    public static ProjectFolder Inspect(string root)
    {
        var full = Path.GetFullPath(root);
        var file = Path.Combine(full, TarnYaml.FileName);
        if (!File.Exists(file))
            throw new ProjectException(ProjectErrorKind.NotFound, new ProjectProblem(file, null, "does not exist; `tarn init DIR` creates a project folder"));
        var folder = new ProjectFolder(full, TarnYaml.Load(file, YamlContext.OfProcess(full)));
        folder.RefuseNewerFormat();
        return folder;
    }

    /// <summary>Absolute path of what a file of the project names, relative to its root or as <c>file:</c> URI.</summary>
    public string Resolve(string path) =>
        Path.GetFullPath(path.StartsWith("file:", StringComparison.Ordinal) ? new Uri(path).LocalPath : path, Root);

    void RefuseNewerFormat()
    {
        if (!File.Exists(FormatFile)) return;
        var text = File.ReadAllText(FormatFile).Trim();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
            throw Wrong(ProjectErrorKind.Invalid, $"holds \"{text}\" instead of a version number; restore it (this program writes {FormatVersion})");
        if (version > FormatVersion)
            throw Wrong(ProjectErrorKind.TooNew,
                $"says that this folder was written by a newer Tarn (format {version}; this program knows up to {FormatVersion}); nothing was changed; use that Tarn");
    }

    void PreparePrivateFolder()
    {
        try
        {
            // Owner only: the state store holds password hashes, temporary folders hold rows.
            _ = OperatingSystem.IsWindows()
                ? Directory.CreateDirectory(PrivateFolder)
                : Directory.CreateDirectory(PrivateFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            // Whole: others may open the new folder at the same time, and this process may be killed here.
            if (!File.Exists(Path.Combine(PrivateFolder, ".gitignore"))) WholeFile.Write(Path.Combine(PrivateFolder, ".gitignore"), "*\n"u8);
            if (!File.Exists(FormatFile)) WholeFile.Write(FormatFile, Encoding.UTF8.GetBytes($"{FormatVersion}\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProjectException(ProjectErrorKind.Unreadable, new ProjectProblem(PrivateFolder, null, $"cannot be written: {e.Message}"), e);
        }
    }

    static ProjectException Wrong(ProjectErrorKind kind, string message) => new(kind, new ProjectProblem(".tarn/format", null, message));
}
