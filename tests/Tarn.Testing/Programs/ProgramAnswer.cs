namespace Tarn.Testing.Programs;

/// <summary>What a program said until it ended.</summary>
/// <param name="ExitCode">Its exit code; 137 after <c>kill -9</c>.</param>
/// <param name="Output">All of standard output.</param>
/// <param name="Errors">All of standard error.</param>
public sealed record ProgramAnswer(int ExitCode, string Output, string Errors)
{
    /// <summary>The answer, or a failed test that shows what the program said.</summary>
    public ProgramAnswer Demand(int exitCode = 0)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode} instead of {exitCode}\n--- standard output\n{Output}\n--- standard error\n{Errors}");
        return this;
    }
}
