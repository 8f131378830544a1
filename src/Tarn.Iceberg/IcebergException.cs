namespace Tarn.Iceberg;

/// <summary>The one exception type of this library; <see cref="Kind"/> says what failed and <see cref="IsTransient"/> whether trying again can help.</summary>
/// <remarks>Expected outcomes are values instead (<see cref="Catalogs.CommitOutcome"/>). Only retry loops read <see cref="IsTransient"/>.</remarks>
public sealed class IcebergException(IcebergErrorKind kind, string message, Exception? innerException = null)
    : Exception(message, innerException)
{
    public IcebergErrorKind Kind { get; } = kind;

    /// <summary>The same call may succeed later without anything being changed.</summary>
    public bool IsTransient { get; init; } = kind == IcebergErrorKind.Unavailable;

    internal static IcebergException Invalid(string message) => new(IcebergErrorKind.InvalidArgument, message);

    internal static IcebergException Corrupt(string message, Exception? cause = null) => new(IcebergErrorKind.CorruptFile, message, cause);

    internal static IcebergException Unsupported(string message) => new(IcebergErrorKind.Unsupported, message);
}
