namespace Tarn.Testing.Faults;

/// <summary>What goes wrong at a step.</summary>
public enum FaultKind
{
    /// <summary>The step does not happen and says so.</summary>
    Fail,

    /// <summary>The step happens, late.</summary>
    Delay,

    /// <summary>The step happens, and an error is returned.</summary>
    Unknown,
}
