using System.Diagnostics;

namespace Tarn.Project.Secrets;

/// <summary>Text that must not reach a log, a message or a file: everything that prints it prints <c>***</c>.</summary>
[DebuggerDisplay("***")]
public sealed class Secret : IEquatable<Secret>
{
    readonly string value;

    public Secret(string value) => this.value = value;

    public static Secret Empty { get; } = new("");

    public bool IsEmpty => value.Length == 0;

    /// <summary>The text itself. Each call is a place to review.</summary>
    public string Expose() => value;

    public override string ToString() => "***";

    public bool Equals(Secret? other) => other is not null && string.Equals(value, other.value, StringComparison.Ordinal);

    public override bool Equals(object? obj) => Equals(obj as Secret);

    public override int GetHashCode() => value.GetHashCode(StringComparison.Ordinal);
}
