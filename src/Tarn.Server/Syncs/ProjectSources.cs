using System.Collections.Immutable;
using Tarn.Iceberg.Catalogs;
using Tarn.Ingest.Connections;
using Tarn.Project;

namespace Tarn.Server.Syncs;

/// <summary>The connections of the project folder, read again when a file of <c>sources/</c> changed.</summary>
sealed class ProjectSources(ProjectFolder folder)
{
    volatile Known? _known;

    /// <summary>What the files say, or what is wrong with them: one bad file must not hide the tables that others load.</summary>
    public Known Read()
    {
        var stamp = Stamp();
        if (_known is { } known && known.Stamp == stamp) return known;
        return _known = Load(stamp);
    }

    /// <summary>The stream that writes a table.</summary>
    public static (Connection Connection, StreamOptions Stream)? StreamOf(Known sources, TableIdentifier table)
    {
        var name = table.ToString();
        foreach (var connection in sources.Connections)
            foreach (var stream in connection.Streams)
                if (stream.Table.Equals(name, StringComparison.OrdinalIgnoreCase)) return (connection, stream);
        return null;
    }

    Known Load(string stamp)
    {
        try
        {
            return new Known(stamp, Connection.LoadAll(folder), null);
        }
        catch (ProjectException error)
        {
            return new Known(stamp, [], error);
        }
    }

    string Stamp() => Directory.Exists(folder.SourcesFolder)
        ? string.Join('|', new DirectoryInfo(folder.SourcesFolder).EnumerateFiles("*.y*ml").OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Name}:{f.LastWriteTimeUtc.Ticks}:{f.Length}"))
        : "";

    /// <summary>What the files said when they looked like <paramref name="Stamp"/>.</summary>
    public sealed record Known(string Stamp, ImmutableArray<Connection> Connections, ProjectException? Error);
}
