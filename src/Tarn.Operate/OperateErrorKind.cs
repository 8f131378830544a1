namespace Tarn.Operate;

/// <summary>What went wrong in operating Tarn.</summary>
public enum OperateErrorKind
{
    /// <summary>The state store could not be read or written.</summary>
    Store,

    /// <summary>No such job.</summary>
    NotFound,
}
