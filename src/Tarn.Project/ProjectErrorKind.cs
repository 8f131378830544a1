namespace Tarn.Project;

/// <summary>What kind of thing is wrong with a project folder.</summary>
public enum ProjectErrorKind
{
    /// <summary>A file says something that Tarn does not accept; the problems name each place.</summary>
    Invalid,

    /// <summary>There is no project folder, or a file of it is missing.</summary>
    NotFound,

    /// <summary>The folder was written by a newer Tarn; it was not touched.</summary>
    TooNew,

    /// <summary>A file exists and cannot be read or written: permission, disk, encoding.</summary>
    Unreadable,
}
