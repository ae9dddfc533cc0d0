const ags = 'https://purl.imsglobal.org/spec/lti-ags/scope';

/** What an LMS can allow this site to do, as a launch names it. */
export const scopes = {
  manageColumns: `${ags}/lineitem`,
  readColumns: `${ags}/lineitem.readonly`,
  sendScores: `${ags}/score`,
  readResults: `${ags}/result.readonly`,
  readMembers: 'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
} as const;
