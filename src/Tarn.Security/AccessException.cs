namespace Tarn.Security;

/// <summary>The one exception of this library.</summary>
public sealed class AccessException : Exception
{
    public AccessException(SecurityErrorKind kind, string message, Exception? cause = null, bool isTransient = false) : base(message, cause)
    {
        Kind = kind;
        IsTransient = isTransient;
    }

    public SecurityErrorKind Kind { get; }

    /// <summary>Whether the same request may succeed a little later.</summary>
    public bool IsTransient { get; }
}
