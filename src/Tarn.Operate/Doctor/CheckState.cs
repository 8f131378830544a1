namespace Tarn.Operate.Doctor;

/// <summary>How bad it is.</summary>
public enum CheckState
{
    Ok,

    /// <summary>Works, but somebody should look.</summary>
    Warn,

    /// <summary>Something does not work, or data is missing.</summary>
    Fail,
}
