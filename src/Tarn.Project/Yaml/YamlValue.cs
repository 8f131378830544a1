using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Tarn.Project.Secrets;

namespace Tarn.Project.Yaml;

/// <summary>A value of a file that is being bound: it reads itself as what the feature expects, or reports a problem at its place.</summary>
/// <remarks>After a problem every method returns a harmless value, so that the rest of the file is checked too.</remarks>
public sealed class YamlValue
{
    readonly YamlBinding binding;

    internal YamlValue(YamlBinding binding, string path, YamlNode node)
    {
        this.binding = binding;
        Path = path;
        Node = node;
    }

    /// <summary>From the root, for messages: <c>connections[2].source</c>.</summary>
    public string Path { get; }

    public YamlNode Node { get; }

    public YamlPosition Position => Node.Position;

    /// <summary>Reports a problem that only the feature can see: two keys that exclude each other, a name that does not exist.</summary>
    public void Problem(string message) => binding.Report(Position, message);

    /// <summary>Any scalar as it is written; numbers and booleans are text too.</summary>
    public string String()
    {
        if (Node is YamlNode.Scalar { IsNull: false } scalar) return scalar.Text;
        Problem($"{Named}expects text, found {Node.Description}");
        return "";
    }

    public bool Bool()
    {
        if (Node is YamlNode.Scalar { IsPlain: true } scalar)
            switch (scalar.Text)
            {
                case "true" or "True" or "TRUE": return true;
                case "false" or "False" or "FALSE": return false;
                default: break;
            }
        Problem($"{Named}expects true or false{Found}");
        return false;
    }

    /// <param name="min">The least value allowed.</param>
    /// <param name="max">The greatest value allowed.</param>
    public T Number<T>(T min, T max) where T : struct, INumber<T>
    {
        var wanted = $"{Named}expects a number from {min} to {max}";
        if (Node is not YamlNode.Scalar { IsPlain: true } scalar
            || !T.TryParse(scalar.Text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            Problem(wanted + Found);
        else if (number < min || number > max) Problem(wanted + Found);
        else return number;
        return min;
    }

    /// <summary><c>134217728</c>, <c>512MB</c> (10^6) or <c>4GiB</c> (2^30).</summary>
    public ByteSize Bytes()
    {
        if (Node is YamlNode.Scalar scalar && ByteSize.TryParse(scalar.Text, out var size)) return size;
        Problem($"{Named}expects a size such as 512MB or 4GiB{Found}");
        return default;
    }

    /// <summary><c>90s</c>, <c>15m</c>, <c>12h</c>, <c>7d</c>, <c>250ms</c>.</summary>
    public TimeSpan Duration()
    {
        if (Node is YamlNode.Scalar scalar && DurationText.TryParse(scalar.Text, out var duration)) return duration;
        Problem($"{Named}expects a duration such as 90s, 15m or 12h{Found}");
        return default;
    }

    /// <summary>One of an enum's names, written in snake case: <c>append_dedup</c>.</summary>
    public T Choice<T>() where T : struct, Enum
    {
        var names = ChoiceNames<T>.All;
        if (Node is YamlNode.Scalar scalar && names.TryGetValue(scalar.Text, out var value)) return value;
        var hint = Node is YamlNode.Scalar { Text: var text } ? NearestName.Hint(text, names.Keys) : "";
        Problem($"{Named}expects one of {string.Join(", ", names.Keys)}{Found}{hint}");
        return default;
    }

    /// <summary>A reference to a secret, resolved: <c>${env:NAME}</c> or <c>${file:path}</c>.</summary>
    /// <remarks>Text that is not a reference is refused: project folders are committed and shared.</remarks>
    public Secret Secret()
    {
        if (Node is not YamlNode.Scalar scalar || !SecretReference.TryParse(scalar.Text, out var reference))
        {
            Problem($"{Named}expects a secret by reference, ${{env:NAME}} or ${{file:path}}; a secret written here would be shared with the folder");
            return Secrets.Secret.Empty;
        }
        switch (binding.Context.Resolve(reference))
        {
            case SecretReference.Lookup.Found found:
                return found.Secret;
            case SecretReference.Lookup.Missing missing:
                Problem($"{Named}{missing.Reason}");
                return Secrets.Secret.Empty;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>A mapping with the keys that <paramref name="bind"/> asks for and no others.</summary>
    public T Fields<T>(Func<YamlFields, T> bind)
    {
        var map = Node as YamlNode.Map ?? new YamlNode.Map([], Position);
        if (Node is not YamlNode.Map && !Node.IsNull) Problem($"{Named}expects a mapping, found {Node.Description}");
        var fields = new YamlFields(binding, Path, map);
        var value = bind(fields);
        fields.ReportUnknownKeys();
        return value;
    }

    public ImmutableArray<T> List<T>(Func<YamlValue, T> item)
    {
        if (Node is YamlNode.List list)
            return [.. list.Items.Select((node, index) => item(new YamlValue(binding, $"{Path}[{index + 1}]", node)))];
        if (!Node.IsNull) Problem($"{Named}expects a list, found {Node.Description}");
        return [];
    }

    /// <summary>A mapping whose keys are the user's own names, in the file's order.</summary>
    public ImmutableArray<KeyValuePair<string, T>> Entries<T>(Func<string, YamlValue, T> entry)
    {
        if (Node is YamlNode.Map map)
            return [.. map.Entries.Select(e => KeyValuePair.Create(e.Key.Text, entry(e.Key.Text, new YamlValue(binding, Join(Path, e.Key.Text), e.Value))))];
        if (!Node.IsNull) Problem($"{Named}expects a mapping, found {Node.Description}");
        return [];
    }

    internal static string Join(string path, string key) => path.Length == 0 ? key : $"{path}.{key}";

    string Named => Path.Length == 0 ? "" : $"{Path} ";

    string Found => Node is YamlNode.Scalar scalar && !scalar.IsNull ? $", found \"{scalar.Text}\"" : $", found {Node.Description}";
}
