using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Tarn.Project.Secrets;

namespace Tarn.Project.Yaml;

/// <summary>The keys of one mapping. Each method names a key that the feature knows; what is never named is reported as unknown.</summary>
/// <example><code>new ServerOptions(fields.String("host", "127.0.0.1"), fields.Number("port", 9047, 0, 65535))</code></example>
public sealed class YamlFields
{
    readonly YamlBinding binding;
    readonly YamlNode.Map map;
    readonly HashSet<string> known = new(StringComparer.Ordinal);

    internal YamlFields(YamlBinding binding, string path, YamlNode.Map map)
    {
        this.binding = binding;
        this.map = map;
        Path = path;
    }

    public string Path { get; }

    public YamlPosition Position => map.Position;

    /// <summary>Whether the key is written with a value. Makes it known.</summary>
    public bool Has(string key) => Optional(key) is not null;

    /// <summary>The value of a key, or null where it is absent or null. Makes it known.</summary>
    public YamlValue? Optional(string key) => Ask(key, "any", null);

    /// <summary>Reports a problem at a key's value, or at the mapping where the key is absent.</summary>
    public void Problem(string key, string message) => binding.Report(map.Find(key)?.Position ?? Position, message);

    /// <summary>A key that must be there.</summary>
    public string String(string key) => Required(key, "string")?.String() ?? "";

    public string String(string key, string fallback) => Ask(key, "string", fallback)?.String() ?? fallback;

    public string? OptionalString(string key) => Ask(key, "string", null)?.String();

    public bool Bool(string key, bool fallback) => Ask(key, "boolean", fallback ? "true" : "false")?.Bool() ?? fallback;

    public bool? OptionalBool(string key) => Ask(key, "boolean", null)?.Bool();

    public T Number<T>(string key, T fallback, T min, T max) where T : struct, INumber<T> =>
        Ask(key, "number", fallback.ToString(null, CultureInfo.InvariantCulture))?.Number(min, max) ?? fallback;

    public T? OptionalNumber<T>(string key, T min, T max) where T : struct, INumber<T> => Ask(key, "number", null)?.Number(min, max);

    public ByteSize Bytes(string key, ByteSize fallback) => Ask(key, "size", fallback.ToString())?.Bytes() ?? fallback;

    public ByteSize? OptionalBytes(string key) => Ask(key, "size", null)?.Bytes();

    public TimeSpan Duration(string key, TimeSpan fallback) => Ask(key, "duration", DurationText.Format(fallback))?.Duration() ?? fallback;

    public TimeSpan? OptionalDuration(string key) => Ask(key, "duration", null)?.Duration();

    /// <summary>One of an enum's names in snake case.</summary>
    public T Choice<T>(string key, T fallback) where T : struct, Enum => Ask(key, ChoiceType<T>(), ChoiceNames<T>.Of(fallback))?.Choice<T>() ?? fallback;

    /// <summary>As <see cref="Choice{T}(string, T)"/> for a key that must be there.</summary>
    public T Choice<T>(string key) where T : struct, Enum => Required(key, ChoiceType<T>())?.Choice<T>() ?? default;

    /// <summary>A secret that must be there.</summary>
    public Secret Secret(string key) => Required(key, "secret")?.Secret() ?? Secrets.Secret.Empty;

    public Secret? OptionalSecret(string key) => Ask(key, "secret", null)?.Secret();

    public ImmutableArray<string> Strings(string key) => List(key, value => value.String());

    public ImmutableArray<T> List<T>(string key, Func<YamlValue, T> item) => Ask(key, "list", "[]")?.List(item) ?? [];

    /// <summary>A list whose items are mappings with known keys.</summary>
    public ImmutableArray<T> Items<T>(string key, Func<YamlFields, T> item) => List(key, value => value.Fields(item));

    /// <summary>A mapping whose keys are the user's own names, in the file's order.</summary>
    public ImmutableArray<KeyValuePair<string, T>> Entries<T>(string key, Func<string, YamlValue, T> entry) =>
        Ask(key, "mapping", "{}")?.Entries(entry) ?? [];

    /// <summary>A mapping with known keys; where it is absent, <paramref name="bind"/> reads an empty one and so yields the defaults.</summary>
    public T Section<T>(string key, Func<YamlFields, T> bind)
    {
        _ = known.Add(key);
        var node = map.Find(key) ?? new YamlNode.Map([], Position);
        return new YamlValue(binding, YamlValue.Join(Path, key), node).Fields(bind);
    }

    /// <summary>As <see cref="Section{T}"/>, or null where it is absent.</summary>
    public T? OptionalSection<T>(string key, Func<YamlFields, T> bind) where T : class => Ask(key, "mapping", null)?.Fields(bind);

    internal void ReportUnknownKeys()
    {
        foreach (var entry in map.Entries.Where(entry => !known.Contains(entry.Key.Text)))
        {
            var unused = known.Where(name => map.Find(name) is null);
            binding.Report(entry.Key.Position, $"unknown key \"{entry.Key.Text}\"{In}{NearestName.Hint(entry.Key.Text, unused)}");
        }
    }

    YamlValue? Ask(string key, string type, string? fallback)
    {
        var path = YamlValue.Join(Path, key);
        if (known.Add(key)) binding.Ask(new YamlKey(path, type, fallback));
        return map.Find(key) is { IsNull: false } node ? new YamlValue(binding, path, node) : null;
    }

    YamlValue? Required(string key, string type)
    {
        var value = Ask(key, type, null);
        if (value is null) binding.Report(map.Find(key)?.Position ?? Position, $"the key \"{key}\" is missing{In}");
        return value;
    }

    string In => Path.Length == 0 ? "" : $" in {Path}";

    static string ChoiceType<T>() where T : struct, Enum => string.Join(" | ", ChoiceNames<T>.All.Keys);
}
