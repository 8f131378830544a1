namespace Tarn.Transform;

/// <summary>What went wrong outside of single nodes.</summary>
public enum DbtErrorKind
{
    /// <summary>The command line is not understood.</summary>
    Usage,

    /// <summary>A project file is wrong.</summary>
    Project,

    /// <summary>A model, macro or property file does not parse or compile.</summary>
    Compilation,

    /// <summary>The warehouse refused a statement.</summary>
    Database,

    /// <summary>The command ran, and some of its nodes failed; the others stand.</summary>
    RunFailed,

    /// <summary>Known to dbt, but not built here yet.</summary>
    NotYet,
}
