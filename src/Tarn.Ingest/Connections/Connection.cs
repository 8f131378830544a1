using System.Collections.Immutable;
using Tarn.Project;
using Tarn.Project.Yaml;

namespace Tarn.Ingest.Connections;

/// <summary>One file of <c>sources/</c>: a source and the streams taken from it.</summary>
/// <param name="Name">The file's name without suffix; <c>tarn sync NAME</c>.</param>
/// <param name="Path">The folder that the streams' globs start from, absolute.</param>
/// <param name="Streams">In the file's order.</param>
public sealed record Connection(string Name, string Path, ImmutableArray<StreamOptions> Streams)
{
    /// <summary>All connections of a project, by name.</summary>
    /// <exception cref="ProjectException">With every problem of every file.</exception>
    public static ImmutableArray<Connection> LoadAll(ProjectFolder folder)
    {
        if (!Directory.Exists(folder.SourcesFolder)) return [];
        var connections = ImmutableArray.CreateBuilder<Connection>();
        var problems = new List<ProjectProblem>();
        foreach (var path in Directory.EnumerateFiles(folder.SourcesFolder, "*.y*ml").Order(StringComparer.Ordinal))
        {
            try
            {
                var file = System.IO.Path.GetRelativePath(folder.Root, path);
                connections.Add(YamlDocument.Load(path, file).Bind(fields => Read(System.IO.Path.GetFileNameWithoutExtension(path), folder, fields), folder.Context));
            }
            catch (ProjectException e)
            {
                problems.AddRange(e.Problems);
            }
        }

        problems.AddRange(connections.SelectMany(c => c.Streams.Select(s => (Connection: c.Name, Stream: s))).GroupBy(s => s.Stream.Table, StringComparer.OrdinalIgnoreCase)
            .Where(streams => streams.DistinctBy(s => s.Connection).Count() > 1)
            .Select(streams => new ProjectProblem(
                $"sources/{streams.Last().Connection}.yaml", null, $"the streams {string.Join(" and ", streams.Select(s => $"{s.Connection}.{s.Stream.Name}"))} write {streams.Key}; each table has one stream")));
        return problems.Count == 0 ? connections.ToImmutable() : throw new ProjectException(ProjectErrorKind.Invalid, [.. problems]);
    }

    internal static Connection Read(string name, ProjectFolder folder, YamlFields fields)
    {
        _ = fields.Choice<SourceType>("type");
        var path = fields.String("path", ".");
        var streams = fields.Entries("streams", (stream, value) => value.Fields(f => StreamOptions.Read(stream, f)));
        if (streams.IsEmpty) fields.Problem("streams", $"the connection \"{name}\" has no streams");
        foreach (var twice in streams.GroupBy(s => s.Value.Table, StringComparer.OrdinalIgnoreCase).Where(g => g.Key.Length > 0 && g.Count() > 1))
            fields.Problem("streams", $"the streams {string.Join(" and ", twice.Select(s => s.Key))} both write {twice.Key}; each table has one stream");
        return new Connection(name, folder.Resolve(path), [.. streams.Select(s => s.Value)]);
    }
}

/// <summary>Where a connection reads from.</summary>
public enum SourceType
{
    /// <summary>Files of local folders.</summary>
    Files,
}
