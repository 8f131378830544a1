using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tarn.Project.Yaml;

/// <summary>Builds positioned nodes out of the parser's events.</summary>
sealed class YamlComposer
{
    const int MaxDepth = 100;

    /// <summary>Aliases make small files that unfold without end; no honest file is near this.</summary>
    const long MaxNodes = 2_000_000;

    readonly string file;
    readonly Parser events;
    readonly Dictionary<string, YamlNode> anchors = new(StringComparer.Ordinal);

    YamlComposer(string file, string text)
    {
        this.file = file;
        events = new Parser(new StringReader(text));
    }

    public static YamlNode Compose(string file, string text)
    {
        try
        {
            return new YamlComposer(file, text).Document();
        }
        catch (YamlException e)
        {
            throw new ProjectException(ProjectErrorKind.Invalid, new ProjectProblem(file, At(e.Start), $"is not valid YAML: {Reason(e)}"), e);
        }
    }

    YamlNode Document()
    {
        Expect<StreamStart>();
        if (events.Current is StreamEnd) return new YamlNode.Map([], new YamlPosition(1, 1));
        Expect<DocumentStart>();
        var root = Node(0);
        Expect<DocumentEnd>();
        if (events.Current is DocumentStart more) throw Invalid(At(more.Start), "holds a second document; one file is one document");
        return root is YamlNode.Scalar { IsNull: true } ? new YamlNode.Map([], root.Position) : root;
    }

    YamlNode Node(int depth)
    {
        var current = Current();
        var position = At(current.Start);
        if (depth > MaxDepth) throw Invalid(position, $"is nested deeper than {MaxDepth} levels");
        if (current is AnchorAlias alias) return Alias(alias, position);
        var anchor = (current as NodeEvent)?.Anchor;
        YamlNode node = current switch
        {
            Scalar scalar => Scalar(scalar, position),
            SequenceStart => List(position, depth),
            MappingStart => Map(position, depth),
            _ => throw Invalid(position, $"has an unexpected {current.GetType().Name}"),
        };
        if (node.Size > MaxNodes) throw Invalid(position, $"unfolds to more than {MaxNodes} nodes");
        if (anchor is { IsEmpty: false } name) anchors[name.Value] = node;
        return node;
    }

    YamlNode Alias(AnchorAlias alias, YamlPosition position)
    {
        _ = events.MoveNext();
        return anchors.TryGetValue(alias.Value.Value, out var node)
            ? node with { Position = position }
            : throw Invalid(position, $"the alias *{alias.Value.Value} refers to no anchor before it");
    }

    YamlNode.Scalar Scalar(Scalar scalar, YamlPosition position)
    {
        _ = events.MoveNext();
        var tag = scalar.Tag is { IsEmpty: false, IsNonSpecific: false } ? scalar.Tag.Value : null;
        return new YamlNode.Scalar(scalar.Value, scalar.Style is ScalarStyle.Plain or ScalarStyle.Any, tag, position);
    }

    YamlNode.List List(YamlPosition position, int depth)
    {
        _ = events.MoveNext();
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        while (events.Current is not SequenceEnd) items.Add(Node(depth + 1));
        _ = events.MoveNext();
        return new YamlNode.List(items.ToImmutable(), position);
    }

    YamlNode.Map Map(YamlPosition position, int depth)
    {
        _ = events.MoveNext();
        var entries = new List<YamlEntry>();
        var merged = new List<YamlNode>();
        var keys = new Dictionary<string, YamlPosition>(StringComparer.Ordinal);
        while (events.Current is not MappingEnd)
        {
            if (Node(depth + 1) is not YamlNode.Scalar key)
                throw Invalid(At(Current().Start), "has a key that is a list or a mapping; keys are plain text");
            var value = Node(depth + 1);
            if (key is { Text: "<<", IsPlain: true }) merged.Add(value);
            else if (keys.TryAdd(key.Text, key.Position)) entries.Add(new YamlEntry(key, value));
            else throw Invalid(key.Position, $"the key \"{key.Text}\" is here a second time; the first is in line {keys[key.Text].Line}");
        }
        _ = events.MoveNext();
        foreach (var map in merged.SelectMany(MergeSources))
            entries.AddRange(map.Entries.Where(entry => keys.TryAdd(entry.Key.Text, entry.Key.Position)));
        return new YamlNode.Map([.. entries], position);
    }

    /// <summary>A merge key takes a mapping or a list of them, earlier ones first (yaml.org/type/merge.html).</summary>
    IEnumerable<YamlNode.Map> MergeSources(YamlNode value) => value switch
    {
        YamlNode.Map map => [map],
        YamlNode.List list => list.Items.SelectMany(MergeSources),
        _ => throw Invalid(value.Position, "the merge key << takes a mapping or a list of mappings"),
    };

    ParsingEvent Current() => events.Current ?? throw Invalid(new YamlPosition(1, 1), "ends too early");

    void Expect<T>() where T : ParsingEvent
    {
        if (events.Current is null) _ = events.MoveNext();
        if (Current() is not T) throw Invalid(At(Current().Start), $"has an unexpected {Current().GetType().Name}");
        _ = events.MoveNext();
    }

    ProjectException Invalid(YamlPosition position, string message) =>
        new(ProjectErrorKind.Invalid, new ProjectProblem(file, position, message));

    static YamlPosition At(Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));

    /// <summary>The parser's messages repeat the position in front; ours has it already.</summary>
    static string Reason(YamlException e)
    {
        var text = e.Message;
        var end = text.StartsWith('(') ? text.IndexOf("): ", StringComparison.Ordinal) : -1;
        return end < 0 ? text : text[(end + 3)..];
    }
}
