// Command winres writes the resources of the Windows program, icon, manifest
// and version, as an object that the Go linker picks up: winres PROJECT OUT.syso
package main

import (
	"encoding/json"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"

	"github.com/tc-hib/winres"
	"github.com/tc-hib/winres/version"
)

// project is what wails.json says of the product.
type project struct {
	Info struct {
		CompanyName string `json:"companyName"`
		ProductName string `json:"productName"`
		Copyright   string `json:"copyright"`
		Comments    string `json:"comments"`
	} `json:"info"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: winres PROJECT OUT.syso")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(root, target string) error {
	set := winres.ResourceSet{}
	for _, add := range []func(*winres.ResourceSet, string) error{addIcon, addManifest, addVersion} {
		if err := add(&set, root); err != nil {
			return err
		}
	}
	out, err := os.Create(target)
	if err != nil {
		return err
	}
	if err := set.WriteObject(out, winres.ArchAMD64); err != nil {
		return err
	}
	return out.Close()
}

// addIcon puts the icon under the id from which the window takes its own (3).
func addIcon(set *winres.ResourceSet, root string) error {
	file, err := os.Open(filepath.Join(root, "build", "appicon.png"))
	if err != nil {
		return err
	}
	picture, err := png.Decode(file)
	if err != nil {
		return err
	}
	icon, err := winres.NewIconFromResizedImage(picture, []int{256, 128, 64, 48, 32, 24, 16})
	if err != nil {
		return err
	}
	if err := set.SetIcon(winres.ID(3), icon); err != nil {
		return err
	}
	return file.Close()
}

func addManifest(set *winres.ResourceSet, root string) error {
	text, err := os.ReadFile(filepath.Join(root, "build", "windows", "kitewise.exe.manifest"))
	if err != nil {
		return err
	}
	manifest, err := winres.AppManifestFromXML(text)
	if err != nil {
		return err
	}
	set.SetManifest(manifest)
	return nil
}

// addVersion takes the words from wails.json and the number from VERSION.
func addVersion(set *winres.ResourceSet, root string) error {
	number, err := os.ReadFile(filepath.Join(root, "VERSION"))
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(root, "wails.json"))
	if err != nil {
		return err
	}
	var p project
	if err := json.Unmarshal(text, &p); err != nil {
		return fmt.Errorf("wails.json: %w", err)
	}
	release := strings.TrimSpace(string(number))
	info := version.Info{}
	info.SetFileVersion(release)
	info.SetProductVersion(release)
	for key, value := range map[string]string{
		version.ProductName: p.Info.ProductName, version.FileDescription: p.Info.ProductName,
		version.CompanyName: p.Info.CompanyName, version.LegalCopyright: p.Info.Copyright,
		version.Comments: p.Info.Comments,
	} {
		if err := info.Set(version.LangDefault, key, value); err != nil {
			return err
		}
	}
	set.SetVersionInfo(info)
	return nil
}
