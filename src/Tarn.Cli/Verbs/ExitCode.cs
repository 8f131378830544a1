namespace Tarn.Cli.Verbs;

/// <summary>What scripts can rely on.</summary>
static class ExitCode
{
    public const int Success = 0;

    /// <summary>The work failed: a statement, a stream, a model, a check.</summary>
    public const int Failed = 1;

    /// <summary>Nothing was tried: the command line, the project folder or its files are wrong.</summary>
    public const int Usage = 2;

    /// <summary>Ended by Ctrl-C or SIGTERM, as shells count it.</summary>
    public const int Cancelled = 130;
}
