namespace Tarn.Transform.Jinja.Runtime;

/// <summary>
/// Counts the lines of the Python program that Jinja would generate. Errors that Python itself finds in that program (a break outside a loop, a
/// repeated keyword) carry its line numbers, and users see them.
/// </summary>
internal sealed class GeneratedLines
{
    /// <summary>Imports, the name, a blank line, the head of the root function and its five common lines.</summary>
    public int Current { get; private set; } = 9;

    public void Add(int count = 1) => Current += count;

    public JinjaException Error(string message) => new("SyntaxError", $"{message} (<template>, line {Current})", Current);
}
