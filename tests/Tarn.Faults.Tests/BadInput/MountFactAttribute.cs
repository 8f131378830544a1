using Tarn.Testing;
using Tarn.Testing.Programs;

namespace Tarn.Faults.Tests.BadInput;

/// <summary>A test of the built program that mounts a disk: skipped on a laptop where that is not permitted, failed in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
sealed class MountFactAttribute : FactAttribute
{
    static readonly Lazy<bool> IsPermitted = new(MountedFolder.IsPermitted);

    public MountFactAttribute() => Skip = new ProgramFactAttribute().Skip ?? (SharedData.InCi || IsPermitted.Value ? null : "this user may not mount a tmpfs (run as root)");
}
