namespace Tarn.Tidy;

/// <summary>A rule's violations, each a line that names its place.</summary>
static class Findings
{
    public static void None(IEnumerable<string> found)
    {
        var lines = found.Order(StringComparer.Ordinal).ToList();
        Assert.True(lines.Count == 0, $"{lines.Count} findings:\n{string.Join('\n', lines)}");
    }
}
