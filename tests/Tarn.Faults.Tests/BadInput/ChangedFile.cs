using Tarn.Faults.Tests.Workshops;

namespace Tarn.Faults.Tests.BadInput;

/// <summary>A project's file with another text, until it is disposed.</summary>
sealed class ChangedFile : IDisposable
{
    readonly string path;
    readonly string? before;

    public ChangedFile(Workshop workshop, string file, string text)
    {
        path = workshop.PathOf(file);
        before = File.Exists(path) ? File.ReadAllText(path) : null;
        workshop.Write(file, text);
    }

    public void Dispose()
    {
        if (before is null) File.Delete(path);
        else File.WriteAllText(path, before);
    }
}
