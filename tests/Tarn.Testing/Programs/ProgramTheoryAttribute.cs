namespace Tarn.Testing.Programs;

/// <summary>A data-driven test of the built program: skipped on a laptop that has not built it, failed in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramTheoryAttribute : TheoryAttribute
{
    public ProgramTheoryAttribute() => Skip = TarnProgram.SkipReason;
}
