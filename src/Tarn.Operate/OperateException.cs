namespace Tarn.Operate;

/// <summary>The one exception of this library.</summary>
public sealed class OperateException : Exception
{
    public OperateException(OperateErrorKind kind, string message, Exception? cause = null, bool isTransient = false) : base(message, cause)
    {
        Kind = kind;
        IsTransient = isTransient;
    }

    public OperateErrorKind Kind { get; }

    /// <summary>Whether the same call may succeed a little later.</summary>
    public bool IsTransient { get; }
}
