namespace Tarn.Testing.Programs;

/// <summary>A test of the built program: skipped on a laptop that has not built it, failed in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute() => Skip = TarnProgram.SkipReason;
}
