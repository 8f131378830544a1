namespace Tarn.Project.Settings;

/// <summary>Least to most severe.</summary>
public enum LoggingLevel
{
    Trace,
    Debug,
    Information,
    Warning,
    Error,
}
