using Tarn.Iceberg.Metadata;
using Tarn.Iceberg.Storage;
using Tarn.Iceberg.Views;

namespace Tarn.Operate.Doctor;

/// <summary>The files that may be a view's: nothing lists its former metadata files, so that every one up to the present version counts as such.</summary>
sealed class ViewFiles(View view)
{
    const string Ending = ".metadata.json";

    readonly Location _folder = Location.Parse(view.MetadataLocation[..view.MetadataLocation.LastIndexOf('/')]);
    readonly Location _formerFolder = Location.Parse($"{view.Metadata.Location}/metadata");
    readonly int _version = MetadataFiles.VersionOf(view.MetadataLocation);

    /// <summary>A greater version was written by somebody who never came to commit it.</summary>
    public bool Holds(string file)
    {
        var location = Location.Parse(file);
        return Location.Normalize(file) == Location.Normalize(view.MetadataLocation)
            || (file.EndsWith(Ending, StringComparison.Ordinal) && (location.IsWithin(_folder) || location.IsWithin(_formerFolder)) && MetadataFiles.VersionOf(file) <= _version);
    }
}
