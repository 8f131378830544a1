using System.Text;

namespace Tarn.Project.Yaml;

/// <summary>The names of an enum as files write them: <c>AppendDedup</c> is <c>append_dedup</c>.</summary>
static class ChoiceNames<T> where T : struct, Enum
{
    /// <summary>In the order of declaration, which is the order of error messages.</summary>
    public static IReadOnlyDictionary<string, T> All { get; } = Enum.GetValues<T>().ToDictionary(Of, StringComparer.Ordinal);

    public static string Of(T value)
    {
        var text = new StringBuilder();
        foreach (var c in value.ToString())
        {
            if (char.IsUpper(c) && text.Length > 0) _ = text.Append('_');
            _ = text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
