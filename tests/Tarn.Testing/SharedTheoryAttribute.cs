namespace Tarn.Testing;

/// <summary>A data-driven test that needs something below the shared folder: skipped on a laptop without it, failed in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute(string needs) => Skip = SharedData.SkipReason(needs);
}
