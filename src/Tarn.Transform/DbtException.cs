namespace Tarn.Transform;

/// <summary>An error that ends a dbt command.</summary>
public sealed class DbtException(DbtErrorKind kind, string message, Exception? cause = null) : Exception(message, cause)
{
    public DbtErrorKind Kind { get; } = kind;

    /// <summary>Never: the same project gives the same error.</summary>
    public bool IsTransient { get; }

    public static DbtException NotYet(string feature) => new(DbtErrorKind.NotYet, $"not yet: {feature}");
}
