using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.Commands;

/// <summary>A test in a real terminal: skipped where tmux is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class TerminalFactAttribute : FactAttribute
{
    public TerminalFactAttribute() => Skip = new ProgramFactAttribute().Skip ?? (Tmux.IsInstalled ? null : "tmux is not installed");
}
