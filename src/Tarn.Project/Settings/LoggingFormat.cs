namespace Tarn.Project.Settings;

/// <summary>One line a message for people, or one JSON object a line for machines.</summary>
public enum LoggingFormat
{
    Text,
    Json,
}
